"""Everything the engine of the exchange keeps on the desk, over the desk's own database."""

from desk_app.adapters.persistence.sync_codes import CodeTables
from desk_app.adapters.persistence.sync_inbox import ClockTable, InboxTables, UploadTable
from desk_app.adapters.persistence.sync_outbox import OutboxTable
from desk_app.adapters.persistence.transactions import Transactions


class SqlSyncStore(OutboxTable, UploadTable, InboxTables, CodeTables, ClockTable):
    """``SyncStore``: each method a transaction, or part of the unit of work it was made for."""

    def __init__(self, transactions: Transactions) -> None:
        super().__init__(transactions)
