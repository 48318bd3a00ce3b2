"""What goes wrong, as RFC 9457 has it. Pure."""

from api.schemas.shapes import N_, Schema, many, number, record, text

_PROBLEM = record(
    type=text(N_("总是 about:blank：意思就是状态码的意思。")),
    title=text(),
    status=number(minimum=400, maximum=599),
    detail=text(N_("写给人看的一句话：哪里不对，怎么办。")),
    requestId=text(N_("这次请求的编号，向我们询问时请附上。")),
    parameters=many(text(), N_("看不懂或不认识的参数；与参数无关时是空的。")),
)
SCHEMAS: dict[str, Schema] = {"Problem": _PROBLEM}
