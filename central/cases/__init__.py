"""Citizens' cases: what each person is entitled to, and the state of each case."""
