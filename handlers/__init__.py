"""What people say, and who answers: routers in the order in which they are tried."""

from aiogram import Router

from handlers import admins, customers, errors, inline, owners, relay


def router() -> Router:
    """Replies to a case first, whoever else waits for words; then the staff's commands: to a
    customer they don't exist, and fall through to the kind answer.
    The last word is the customers': whatever nobody else has taken."""
    root = Router(name="root")
    root.include_routers(
        relay.router(),
        customers.taps(),
        owners.router(),
        admins.router(),
        customers.router(),
        inline.router(),
        errors.router(),
    )
    return root
