"""Attention between what an encoder read and what a decoder says."""
import keras
from golden import TF_SQUARES_APART, case, classes, features, numbers
from keras import layers as l

WORDS, SAID = classes(8 * 6, 9, 3).reshape(8, 6), classes(8 * 5, 9, 12).reshape(8, 5)
WORDS[2, 3:] = SAID[2, 2:] = SAID[6, 4:] = 0

# The statement that attends, and the Keras layer; called with the scores too.
TRANSLATORS = {
    "dot": ("attention use_scale", lambda: l.Attention(use_scale=True)),
    "concat": ("attention score_mode=concat", lambda: l.Attention(score_mode="concat")),
    "additive": ("additive_attention", lambda: l.AdditiveAttention()),
}

for key, (statement, make) in TRANSLATORS.items():
    @case(f"attention_{key}", f"""
model m {{
  input [6] as words
  input [5] as said
  embedding 9 3 mask_zero from words as read
  gru 4 return_sequences from read as memory
  embedding 9 3 mask_zero from said as spoken
  gru 4 return_sequences from spoken as told
  {statement} from told, value=memory, return_attention_scores=true as found, scores
  concatenate from told, found
  dense 9 softmax
}}
train {{ optimizer: adam(0.02), loss: sparse_categorical_crossentropy, epochs: 2, batch_size: 3, shuffle: false }}
""", x={"words": WORDS, "said": SAID}, y=classes(8 * 5, 9, 13).reshape(8, 5), note="a decoder looks at all steps of the encoder; both have masks",
        differs=TF_SQUARES_APART)
    def _(make=make):
        words, said = keras.Input((6,), dtype="int32", name="words"), keras.Input((5,), dtype="int32", name="said")
        memory = l.GRU(4, return_sequences=True, name="memory")(l.Embedding(9, 3, mask_zero=True, name="read")(words))
        told = l.GRU(4, return_sequences=True, name="told")(l.Embedding(9, 3, mask_zero=True, name="spoken")(said))
        found, _ = make()([told, memory], return_attention_scores=True)
        return keras.Model([words, said], l.Dense(9, "softmax")(l.Concatenate()([told, found]))), dict(optimizer=keras.optimizers.Adam(0.02), loss="sparse_categorical_crossentropy"), dict(batch_size=3)


@case("attention_to_itself", """
model m {
  input [5, 3] as x
  dense 4 from x as q
  dense 4 from x as k
  attention from q, value=x, key=k, use_causal_mask=true
  global_average_pooling1d
  dense 1
}
train { optimizer: sgd(0.1), loss: mse, epochs: 2, batch_size: 3, shuffle: false }
""", x=features(8, 5, 3), y=numbers(8), note="a step sees no later one")
def _():
    x = keras.Input((5, 3), name="x")
    y = l.Attention()([l.Dense(4, name="q")(x), x, l.Dense(4, name="k")(x)], use_causal_mask=True)
    return keras.Model(x, l.Dense(1)(l.GlobalAveragePooling1D()(y))), dict(optimizer=keras.optimizers.SGD(0.1), loss="mse"), dict(batch_size=3)
