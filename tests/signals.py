"""Programs that are interrupted by a test, also where the tests themselves run with interrupts ignored."""

HEARING = ("env", "--default-signal=INT")
"""Before a command: it hears SIGINT, which a shell has its background jobs ignore."""
