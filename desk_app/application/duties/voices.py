"""What applicants say back, and calls made to them."""

import dataclasses
from dataclasses import dataclass

from desk_app.application import notices
from desk_app.application.commands.intake import RecordCall, RecordFeedback
from desk_app.application.commands.return_result import AnswerFeedback, RecordEvaluation
from desk_app.application.ports import Office
from desk_app.application.sync_values import CommandKind
from desk_app.application.work import Done, working_on
from desk_app.domain.errors import NotFoundError, RuleError
from desk_app.domain.voices import Evaluation, Feedback


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """Evaluation, feedback and recorded calls."""

    office: Office

    def record_evaluation(self, command: RecordEvaluation) -> Done:
        """Keep a filled slip; figures are made from it elsewhere and never edited."""
        with working_on(self.office, command) as work:
            if not command.answers and not command.text.strip():
                raise RuleError("return_result.empty_evaluation", {"answers": 0})
            slip = Evaluation(
                answers=dict(command.answers),
                text=command.text,
                channel=command.channel,
                at=work.now,
                by=command.actor.user,
            )
            work.dossier.evaluations = (*work.dossier.evaluations, slip)
            work.note("evaluation_recorded", data={"answers": len(command.answers)})
            if work.dossier.is_received:
                work.tell(
                    CommandKind.RECORD_EVALUATION,
                    {"answers": dict(command.answers), "channel": command.channel},
                )
            work.finish()
            return work.done()

    def record_feedback(self, command: RecordFeedback) -> Done:
        """Take in a petition, with the day by which it is answered."""
        with working_on(self.office, command) as work:
            if command.about not in {"regulation", "execution"}:
                raise RuleError(
                    "intake.bad_choice", {"field": "about", "value": command.about[:60]}
                )
            if not command.text.strip():
                raise RuleError("rule.reason_given", {"missing": "text"})
            key = f"feedback-{len(work.dossier.feedback) + 1}"
            kept = Feedback(
                key=key,
                about=command.about,
                text=command.text,
                officer=command.officer,
                answer_by=command.answer_by,
                forwarded_to=command.forwarded_to,
                received_at=work.now,
                by=command.actor.user,
            )
            work.dossier.feedback = (*work.dossier.feedback, kept)
            work.note("feedback_recorded", data={"feedback": key, "about": command.about})
            if work.dossier.is_received:
                work.tell(
                    CommandKind.RECORD_FEEDBACK, {"about": command.about, "text": command.text}
                )
            work.finish()
            return work.done(facts={"feedback": key})

    def answer_feedback(self, command: AnswerFeedback) -> Done:
        """Keep answer and day; late is late and is not hidden."""
        with working_on(self.office, command) as work:
            if not command.answer.strip():
                raise RuleError("rule.reason_given", {"missing": "answer"})
            found = [f for f in work.dossier.feedback if f.key == command.feedback]
            if not found:
                raise NotFoundError("dossier.feedback", {"feedback": command.feedback[:60]})
            answered = dataclasses.replace(found[0], answer=command.answer, answered_at=work.now)
            late = found[0].answer_by is not None and work.now.date() > found[0].answer_by
            work.dossier.feedback = tuple(
                answered if f.key == answered.key else f for f in work.dossier.feedback
            )
            work.note("feedback_answered", data={"feedback": answered.key, "late": late})
            if work.dossier.is_received:
                work.tell(
                    CommandKind.RECORD_FEEDBACK,
                    {"about": answered.about, "answer": command.answer},
                )
            work.finish()
            return work.done(facts={"late": late})

    def record_call(self, command: RecordCall) -> Done:
        """A notice by telephone: who was reached is its proof."""
        with working_on(self.office, command) as work:
            notice = notices.by_telephone(
                work, command.template, to=command.to, reached=command.reached
            )
            work.note("notice_given", data={"notice": notice.key, "template": command.template})
            work.finish()
            return work.done(facts={"notice": notice.key})
