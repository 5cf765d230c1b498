"""A reader's burst of keys and a person's typing are told apart, and no key is lost (scenario 61)."""

import random

from desk_app.ui.common.reader_burst import BACK, END, Burst, Verdict

CARD = "001099012345|012345678|Nguyễn Văn A|01011999|Nam|Thôn Hạ|01012021"


def typed(burst, text, gap_s):
    """What the field got, what is still held back, and the bursts."""
    field, held, bursts = "", "", []
    for place, sign in enumerate(text):
        verdict = burst.key(sign, gap_s if place else 60.0)
        if verdict is Verdict.BURST:
            bursts.append(burst.text)
            held = ""
        elif verdict is Verdict.HOLD:
            held += sign
        else:
            field, held = field + held + sign, ""
    return field, held, bursts


def test_a_burst_is_told_at_enter_and_only_its_first_keys_passed():
    field, held, bursts = typed(Burst(), CARD + END, 0.008)
    assert bursts == [CARD]
    assert (field, held) == (CARD[:3], "")


def test_a_person_keeps_every_key_at_once():
    for text, gap in (("Nguyễn Văn A\n", 0.11), ("024190001234\n", 0.055), ("\n", 0.1)):
        field, held, bursts = typed(Burst(), text, gap)
        assert (field, held, bursts) == (text, "", [])


def test_two_keys_struck_together_are_not_kept_back():
    burst = Burst()
    struck = (("n", 1.0), ("g", 0.012), ("u", 0.1), ("y", 0.012), ("e", 0.04))
    assert {burst.key(sign, gap_s) for sign, gap_s in struck} == {Verdict.GO}


def test_a_short_burst_goes_to_the_field_with_its_enter():
    field, held, bursts = typed(Burst(), "12345\n", 0.005)
    assert (field, held, bursts) == ("12345\n", "", [])


def test_after_a_burst_the_next_key_is_a_persons():
    burst = Burst()
    typed(burst, CARD + END, 0.008)
    assert burst.key("a", 2.0) is Verdict.GO
    assert burst.text == "a"


def test_a_second_code_right_behind_stands_alone():
    field, held, bursts = typed(Burst(), (CARD + END) * 2, 0.008)
    assert bursts == [CARD, CARD]
    assert (field, held) == (CARD[:3] * 2, "")


def test_a_hitch_in_the_middle_of_a_burst_does_not_end_it():
    burst = Burst()
    for sign in CARD[:20]:
        burst.key(sign, 0.004)
    assert burst.key(CARD[20], 0.9) is Verdict.HOLD
    assert burst.key(CARD[21], 1.1) is Verdict.RELEASE
    for sign in "abcde":
        burst.key(sign, 0.004)
    assert burst.key("f", 0.09) is Verdict.RELEASE


def test_what_an_input_method_put_right_counts_as_it_ended():
    field, _, bursts = typed(Burst(), "024190001234" + "a" + BACK + "â" + END, 0.004)
    assert bursts == ["024190001234â"]
    assert field == "024"


def test_what_an_input_method_composes_is_held_until_it_is_a_word():
    burst = Burst()
    signs = [*"024190001234|", "", "", "Nguyễn", " ", "", "An"]
    verdicts = [burst.key(sign, 0.004) for sign in signs]
    assert verdicts == [Verdict.GO] * 3 + [Verdict.HOLD] * (len(signs) - 3)
    assert burst.key(END, 0.9) is Verdict.BURST
    assert burst.text == "024190001234|Nguyễn An"


def test_no_key_is_lost_or_doubled_at_any_pace():
    """Seeded: whatever the pace, each key went to the field, is held back, or is in a burst."""
    dice = random.Random(61)
    for _ in range(300):
        burst = Burst()
        text = "".join(dice.choice("0123456789|ab \n") for _ in range(dice.randrange(1, 60)))
        field, held, bursts, begun = "", "", [], ""
        for sign in text:
            verdict = burst.key(sign, dice.choice((0.001, 0.01, 0.04, 0.06, 0.1)))
            if burst.has_begun:
                begun = field + held
            if verdict is Verdict.HOLD:
                held += sign
            elif verdict is Verdict.BURST:
                bursts.append(burst.text)
                assert (field + held)[len(begun) :] == burst.text
                field, held = begun + burst.text + sign, ""
            else:
                field, held = field + held + sign, ""
        assert field + held == text
