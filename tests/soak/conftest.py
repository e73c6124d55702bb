"""The options of what takes long."""


def pytest_addoption(parser):
    parser.addoption("--mutants", type=int, default=20, help="of each module, for test_mutants")
    parser.addoption("--calls", type=int, default=2000, help="of each design, simulated")
    parser.addoption("--first-call", type=int, default=0, help="number of the first of --calls")
