"""`python -m riwaya.cli`: the same as the `riwaya` command."""

from riwaya.cli.main import main

main()
