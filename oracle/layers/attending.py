"""Attention between sequences: scores, masks of query and value, causality."""
from case import case

QUERY, VALUE = [4, 3], [5, 3]
QUERY_MASK = [[1, 1, 0, 1], [1, 1, 1, 1], [0, 0, 1, 0]]
VALUE_MASK = [[1, 1, 1, 0, 0], [0, 1, 0, 1, 1], [1, 1, 1, 1, 1]]


def cases():
    for name, settings in (("attention", [{}, dict(use_scale=True), dict(score_mode="concat"), dict(score_mode="concat", use_scale=True)]),
                           ("additive_attention", [{}, dict(use_scale=False)])):
        for args in settings:
            case(name, args, [QUERY, VALUE], rows=3, twins=False, named={"value": [1]})
            case(name, args, [QUERY, VALUE, VALUE], rows=3, twins=False, named={"value": [1], "key": [2]}, call=dict(return_attention_scores=True))
        for masks in ([QUERY_MASK, VALUE_MASK], [None, VALUE_MASK], [QUERY_MASK, None]):
            case(name, {}, [QUERY, VALUE], rows=3, masks=masks, named={"value": [1]}, call=dict(return_attention_scores=True))
            case(name, {}, [QUERY, VALUE], rows=3, masks=masks, named={"value": [1]}, call=dict(use_causal_mask=True),
                 kinked="a step that sees nothing has scores less 1e9, which are all rounding" if masks[1] else None)
        case(name, {}, [QUERY, [5, 2], VALUE], rows=3, twins=False, named={"value": [1], "key": [2]}, call=dict(use_causal_mask=True))
        case(name, dict(dropout=0.4), [QUERY, VALUE], rows=3, twins=False, training=True, named={"value": [1]}, call=dict(return_attention_scores=True))
