"""The command line on a small pool: its files, and one command with files named in short."""

from sortition.__main__ import main

QUOTAS = "category,feature,min,max\nsex,f,2,2\nsex,m,2,2\nage,y,1,3\nage,o,1,3\n"


def small_files(folder, people):
    """Quotas of four seats, and so many people of whom the first half is young."""
    (folder / "categories.csv").write_text(QUOTAS)
    rows = [f"r{i},{'fm'[i % 2]},{'yo'[2 * i // people]}\n" for i in range(people)]
    (folder / "respondents.csv").write_text("id,sex,age\n" + "".join(rows))
    return folder


def sortition(folder, *arguments):
    """One command in this process, its files named in short."""
    return main([str(folder / a) if a.endswith((".json", ".csv")) else a for a in arguments])
