import asyncio

from bot.rates import MessageRates


async def test_reactions_do_not_use_up_a_groups_messages() -> None:
    """Twenty a minute are allowed in a group, so the thirtieth of anything would wait."""
    rates = MessageRates(1000)
    done = []

    async def request() -> bool:
        done.append(1)
        return True

    async def reactions() -> None:
        for _ in range(30):
            await rates.process_request(
                request, (), {}, "setMessageReaction", {"chat_id": -5}, None
            )

    await asyncio.wait_for(reactions(), 5)

    assert len(done) == 30
