"""What orders values anew and computes nothing, and the plainest product of all."""
from case import case, word

TANH = word("tanh")


def cases():
    case("flatten", {}, [[2, 3, 2]])
    case("flatten", {}, [[3]])
    case("reshape", dict(target_shape=[2, -1]), [[3, 4]])
    case("reshape", dict(target_shape=[2, 3, 2]), [[12]])
    case("permute", dict(dims=[3, 1, 2]), [[2, 3, 4]])
    case("permute", dict(dims=[2, 1]), [[2, 3]])
    case("repeat_vector", dict(n=3), [[4]])
    case("identity", {}, [[4]])
    case("dense", dict(units=3), [[4]])
    case("dense", dict(units=3), [[2, 3, 4]])
    case("dense", dict(units=2), [[3, 2]])
    case("dense", dict(units=2, activation=TANH, use_bias=False), [[3]])
