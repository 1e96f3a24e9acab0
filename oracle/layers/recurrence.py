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
