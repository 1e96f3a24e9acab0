"""Convolutions: plain, transposed, depthwise and separable, of one to three axes."""
from case import case, word

RELU = word("relu", negative_slope=0.0, max_value=None, threshold=0.0)


def cases():
    for rank in (1, 2, 3):
        shape = {1: [6, 2], 2: [4, 5, 2], 3: [3, 4, 3, 2]}[rank]
        forms = [dict(kernel_size=[2] * rank), dict(kernel_size=[3] * rank, padding="same"), dict(kernel_size=[2] * rank, strides=[2] * rank, padding="same")]
        for form in forms:
            case(f"conv{rank}d", dict(filters=2, **form), [shape])
            case(f"conv{rank}d_transpose", dict(filters=2, **form), [shape])
            if rank < 3:
                case(f"separable_conv{rank}d", dict(filters=2, depth_multiplier=2, **form), [shape])
                case(f"depthwise_conv{rank}d", dict(depth_multiplier=2, **form), [shape])
        case(f"conv{rank}d", dict(filters=4, kernel_size=[2] * rank, groups=2), [shape])
        case(f"conv{rank}d", dict(filters=1, kernel_size=[2] * rank, dilation_rate=[2] * rank, padding="same", use_bias=False), [shape])
        case(f"conv{rank}d", dict(filters=2, kernel_size=[2] * rank, activation=RELU), [shape])
        case(f"conv{rank}d_transpose", dict(filters=1, kernel_size=[3] * rank, strides=[2] * rank), [shape])
        case(f"conv{rank}d_transpose", dict(filters=1, kernel_size=[1] * rank, strides=[2] * rank, padding="same"), [shape])
        case(f"conv{rank}d_transpose", dict(filters=2, kernel_size=[2] * rank, use_bias=False, activation=RELU), [[2] * rank + [2]])
        for k, op, pad in ((3, 0, "same"), (3, 1, "same"), (2, 0, "same"), (2, 1, "same"), (2, 1, "valid"), (4, 0, "same")):
            case(f"conv{rank}d_transpose", dict(filters=1, kernel_size=[k] * rank, strides=[2] * rank, padding=pad, output_padding=[op] * rank), [[2] * rank + [1]])
        case(f"conv{rank}d_transpose", dict(filters=1, kernel_size=[2] * rank, dilation_rate=[2] * rank), [[3] * rank + [1]])
        case(f"conv{rank}d_transpose", dict(filters=1, kernel_size=[2] * rank, dilation_rate=[2] * rank, padding="same"), [[3] * rank + [1]])
        if rank < 3:
            case(f"depthwise_conv{rank}d", dict(kernel_size=[2] * rank, dilation_rate=[2] * rank), [shape])
            case(f"depthwise_conv{rank}d", dict(kernel_size=[2] * rank, use_bias=False, activation=RELU), [shape])
            case(f"separable_conv{rank}d", dict(filters=2, kernel_size=[2] * rank, dilation_rate=[2] * rank, padding="same"), [shape])
            case(f"separable_conv{rank}d", dict(filters=2, kernel_size=[2] * rank, use_bias=False, activation=RELU), [shape])
    case("conv2d", dict(filters=2, kernel_size=[3, 2], strides=[1, 2]), [[4, 5, 2]])
    case("depthwise_conv2d", dict(kernel_size=[3, 2], strides=[2, 2], padding="same", use_bias=False), [[5, 5, 2]])
    for d, s in ((1, 1), (2, 1), (1, 2)):
        case("conv1d", dict(filters=2, kernel_size=[3], dilation_rate=[d], strides=[s], padding="causal"), [[7, 2]])
