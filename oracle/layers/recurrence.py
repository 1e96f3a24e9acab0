"""Recurrent layers: in inference, masked, and in training with the masks that Keras drew."""
from case import case, word

STEPS, FILM = [5, 4], [3, 4, 5, 2]
# Padded behind, padded before with a hole, all masked.
MASK = [[[1, 1, 1, 0, 0], [0, 1, 0, 1, 1], [0, 0, 0, 0, 0]]]
RELU = word("relu", negative_slope=0.0, max_value=None, threshold=0.0)
HARD = word("hard_sigmoid")


def both(name, args):
    case(name, args, [STEPS], rows=3)
    case(name, args, [STEPS], rows=3, masks=MASK)


def cases():
    for name in ("lstm", "gru", "simple_rnn"):
        for same in ({}, dict(return_sequences=True), dict(go_backwards=True), dict(go_backwards=True, return_sequences=True), dict(use_bias=False)):
            both(name, dict(units=3, **same))
        kinked = "a unit is near the kink of relu" if name == "simple_rnn" else None
        case(name, dict(units=2, activation=RELU), [STEPS], rows=3, kinked=kinked)
        case(name, dict(units=2), [[1, 3]])
    for name, states in (("lstm", 2), ("gru", 1), ("simple_rnn", 1)):
        given = dict(named={"initial_state": list(range(1, 1 + states))}, rows=3)
        shapes = [STEPS, *states * [[3]]]
        for same in ({}, dict(return_sequences=True), dict(go_backwards=True, return_sequences=True)):
            case(name, dict(units=3, return_state=True, **same), shapes, twins=False, **given)
            both(name, dict(units=3, return_state=True, **same))
        case(name, dict(units=3, return_sequences=True), shapes, masks=[*MASK, *states * [None]], **given)
    bidirectional()
    for name in ("lstm", "gru"):
        case(name, dict(units=2, recurrent_activation=HARD), [STEPS], rows=3)
    for same in (dict(reset_after=False), dict(reset_after=False, use_bias=False, return_sequences=True)):
        both("gru", dict(units=3, **same))
    for args in (dict(padding="same", return_sequences=True), {}, dict(go_backwards=True, use_bias=False), dict(strides=[2, 2], padding="same"),
                 dict(dilation_rate=[2, 2], kernel_size=[2, 2], recurrent_activation=HARD), dict(activation=RELU)):
        case("conv_lstm2d", dict(filters=2, **{"kernel_size": [3, 3], **args}), [FILM])
    for name, own in (("lstm", {}), ("gru", {}), ("gru", dict(reset_after=False)), ("simple_rnn", {})):
        for rates in (dict(dropout=0.4), dict(recurrent_dropout=0.4), dict(dropout=0.25, recurrent_dropout=0.5)):
            case(name, dict(units=3, **own, **rates), [STEPS], rows=3, training=True)
    for rates in (dict(dropout=0.4), dict(recurrent_dropout=0.4), dict(dropout=0.25, recurrent_dropout=0.5)):
        case("conv_lstm2d", dict(filters=2, kernel_size=[2, 3], **rates), [FILM], training=True)
    case("conv_lstm2d", dict(filters=2, kernel_size=[2, 2], return_state=True, return_sequences=True), [FILM, [3, 4, 2], [3, 4, 2]], twins=False,
         named={"initial_state": [1, 2]})


def bidirectional():
    inner = [word("lstm", units=3), word("gru", units=3, return_sequences=True), word("simple_rnn", units=3, return_sequences=True)]
    for layer, mode in zip([inner[0], inner[1], inner[2], inner[0], inner[1], inner[0]], ["concat", "concat", "sum", "ave", "mul", "none"]):
        both("bidirectional", dict(layer=layer, merge_mode=mode))
    both("bidirectional", dict(layer=inner[1], merge_mode="none"))
    both("bidirectional", dict(layer=inner[1], backward_layer=word("lstm", units=2, return_sequences=True, go_backwards=True)))
    for name, states in (("lstm", 2), ("gru", 1)):
        given = dict(named={"initial_state": list(range(1, 1 + 2 * states))}, rows=3)
        shapes = [STEPS, *2 * states * [[3]]]
        case("bidirectional", dict(layer=word(name, units=3, return_state=True)), shapes, twins=False, **given)
        case("bidirectional", dict(layer=word(name, units=3, return_sequences=True), merge_mode="sum"), shapes, masks=[*MASK, *2 * states * [None]], **given)
        both("bidirectional", dict(layer=word(name, units=3, return_state=True, return_sequences=True), merge_mode="none"))
        both("bidirectional", dict(layer=word(name, units=3, return_state=True)))
