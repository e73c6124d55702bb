"""Mutants: the small faults that a module can have, one at a time.

A fault is another operator, boundary, constant or keyword, a condition turned round or left out, a
statement left out, nothing returned, a bound of a slice left out, or the opposite function
(``min`` for ``max``). Left alone is what no reader of a result can notice: annotations, asserts,
``strict=`` of ``zip``, docstrings, and the prose of the sentences that are raised.
"""

import ast
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

OTHER = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult, ast.Pow: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
    ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
PAIRS = [
    ("min", "max"), ("any", "all"), ("argmin", "argmax"), ("floor", "ceil"),
    ("minimum", "maximum"), ("lower", "upper"), ("sorted", "list"), ("rint", "floor"),
]  # fmt: skip
OPPOSITE = {one: [two] for one, two in PAIRS} | {two: [one] for one, two in PAIRS[:-2]}
EXACT = (ast.Eq, ast.NotEq, ast.Is, ast.IsNot, ast.In, ast.NotIn)  # the operator turns them round
UNSEEN = {"annotation", "returns", "decorator_list"}
SHOWN = 24  # letters shown on either side of what differs


@dataclass(frozen=True)
class Mutant:
    """One fault: where it is, and what stands there without and with it."""

    module: str
    function: str
    line: int
    before: str
    after: str
    turn: int  # there may be several with the same texts

    def rank(self, seed: str) -> str:
        """Return a digest to sort by: a sample that changes elsewhere in the file leave alone."""
        parts = (seed, self.module, self.function, self.before, self.after, self.turn)
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    def difference(self) -> tuple[str, str]:
        """Return before and after, shortened to what differs and what is around it."""
        one, two = self.before, self.after
        pairs = zip(one, two, strict=False)
        start = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(two)))
        rest = zip(one[start:][::-1], two[start:][::-1], strict=False)
        end = next((i for i, (a, b) in enumerate(rest) if a != b), min(len(one), len(two)) - start)
        return _around(one, start, len(one) - end), _around(two, start, len(two) - end)


def _around(text: str, start: int, end: int) -> str:
    first, last = max(0, start - SHOWN), min(len(text), end + SHOWN)
    return "…" * (first > 0) + text[first:last] + "…" * (last < len(text))


def mutants(module: str, tree: ast.Module) -> Iterator[Mutant]:
    """Plant every fault in the tree, one after the other; it is there until the next is asked."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for function, statement, owner, field, place, new in _plants(tree, "", tree):
        before = _header(statement)
        kept = list(held) if isinstance(held := getattr(owner, field), list) else held
        if isinstance(kept, list):
            held[place : place + 1] = [new]
        else:
            setattr(owner, field, new)
        whole = new if statement is (kept[place] if isinstance(kept, list) else kept) else statement
        text = (function, before, _header(whole))
        seen[text] += 1
        ast.fix_missing_locations(tree)
        yield Mutant(module, function, statement.lineno, *text[1:], seen[text])
        if isinstance(kept, list):
            held[:] = kept
        else:
            setattr(owner, field, kept)


def _header(statement: ast.AST) -> str:
    """Return the first line of a statement, or the whole of a short one."""
    lines = ast.unparse(statement).strip().splitlines()
    return next(line for line in lines if not line.startswith("@"))


def _plants(node: ast.AST, function: str, statement: ast.AST) -> Iterator[tuple]:
    """Yield (function, statement, owner, field, place, fault) for everything below a node."""
    for field, place, child in _children(node):
        inside, within = function, child if isinstance(child, ast.stmt) else statement
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            inside = f"{function}.{child.name}".lstrip(".")
        for new in _faults(child, field, within):
            yield inside, within, node, field, place, new
        yield from _plants(child, inside, within)


def _children(node: ast.AST) -> Iterator[tuple[str, int, ast.AST]]:
    """Yield the field, the place in it and the node of each part that is not left alone."""
    for field, held in ast.iter_fields(node):
        for place, child in enumerate(list(held) if isinstance(held, list) else [held]):
            if isinstance(child, ast.AST) and field not in UNSEEN and not _left_alone(child):
                yield field, place, child


def _left_alone(node: ast.AST) -> bool:
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Import() | ast.ImportFrom() | ast.Assert():
            return True
        case ast.AnnAssign(annotation=ast.Name(id="TypeAlias")) | ast.keyword(arg="strict"):
            return True
        case ast.Assign(value=ast.Call(func=ast.Name(id="TypeVar"))):
            return True
    return False


def _faults(node: ast.AST, field: str, statement: ast.AST) -> Iterator[ast.AST | None]:
    """Yield what could stand in place of a node by mistake."""
    if isinstance(node, ast.stmt):
        yield from _of_statement(node)
    elif field in {"lower", "upper"}:
        yield None
    elif field in {"test", "ifs"} and not _is_exact(node):
        yield ast.UnaryOp(ast.Not(), node)
    if isinstance(node, ast.Constant):
        yield from _of_constant(node.value, isinstance(statement, ast.Raise))
    elif isinstance(node, ast.operator | ast.cmpop | ast.boolop) and type(node) in OTHER:
        yield OTHER[type(node)]()
    elif isinstance(node, ast.expr):
        yield from _of_expression(node)


def _is_exact(node: ast.AST) -> bool:
    """Whether turning the one operator round already turns the condition round."""
    single = isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], EXACT)
    return single or isinstance(node, ast.UnaryOp | ast.Constant)


def _of_statement(node: ast.stmt) -> Iterator[ast.stmt]:
    match node:
        case ast.Assign(targets=[ast.Name() | ast.Tuple(), *_]):
            return  # without its name, whatever follows ends in an error
        case ast.Assign() | ast.Expr() | ast.AugAssign() | ast.Raise() | ast.Delete():
            yield ast.Pass()
        case ast.Continue() | ast.Break():
            yield ast.Pass()
        case ast.Return(value=ast.expr() as value) if ast.unparse(value) != "None":
            yield ast.Return(ast.Constant(None))


def _of_constant(value: object, told: bool) -> Iterator[ast.Constant]:
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int | float):
        yield ast.Constant(value + 1)
    elif isinstance(value, str) and not told:
        yield ast.Constant(value + "X")
    elif isinstance(value, bytes):
        yield ast.Constant(value + b"X")


def _of_expression(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.UnaryOp):
        yield node.operand
    elif isinstance(node, ast.BoolOp | ast.Call):
        yield from _less(node)
    elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
        field = "id" if isinstance(node, ast.Name) else "attr"
        for other in OPPOSITE.get(getattr(node, field), ()):
            yield type(node)(**dict(ast.iter_fields(node)) | {field: other})


def _less(node: ast.BoolOp | ast.Call) -> Iterator[ast.expr]:
    """Yield the condition without one of its parts, or the call without one of its keywords."""
    if isinstance(node, ast.BoolOp):
        for part in node.values:
            rest = [value for value in node.values if value is not part]
            yield ast.BoolOp(node.op, rest) if len(rest) > 1 else rest[0]
    else:
        for part in node.keywords:
            if part.arg != "strict":
                yield ast.Call(node.func, node.args, [k for k in node.keywords if k is not part])
