"""What an operator must mend about the bot: told in one line, without a trace."""


class BotError(Exception):
    """Root of what an operator must mend about the bot. Never raised itself."""


class TokenRefused(BotError):
    """The Bot API server does not know the token."""


class UnusableProxy(BotError):
    """A variable of the environment names a proxy that cannot be used, and its sentence names it.

    What stands in the variable is not repeated, since a proxy's address may hold a password.
    """
