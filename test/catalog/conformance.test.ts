import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { words } from "../../src/catalog/index.generated.js";
import { familyTitles } from "../../src/catalog/describe.js";
import { findWord, isPlanned, spellingsOf } from "../../src/catalog/lookup.js";
import type { Kind, Param } from "../../src/catalog/param.js";
import type { Word } from "../../src/catalog/word.js";
import { isWordCall, type Value } from "../../src/ir/value.js";
import { bareWords, fits } from "./fits.js";
import { missing, otherDefault } from "./keras-exclusions.js";

type AnyParam = Param<Value>;
interface KerasParam {
  readonly name: string;
  readonly default?: Value;
}

const keras = JSON.parse(readFileSync(new URL("../goldens/keras-names.json", import.meta.url), "utf8")) as Readonly<
  Record<string, Readonly<Record<string, readonly KerasParam[]>>>
>;

const id = (w: Word): string => `${w.family} ${w.name}`;
const paramsOf = (w: Word): readonly (readonly [string, AnyParam])[] =>
  Object.entries(w.params as Readonly<Record<string, AnyParam>>);
const keys = (w: Word, param: string): readonly string[] => [
  param,
  `${w.family}.${param}`,
  `${w.family}.${w.name}.${param}`,
];
/** What is wrong, over all words: a failing test names every offender. */
const offenders = (find: (w: Word) => readonly string[]): readonly string[] =>
  words.flatMap((w) => find(w).map((what) => `${id(w)}: ${what}`));

describe("every word", () => {
  it("has a name in snake_case, a summary that is a sentence, and examples that use it", () => {
    expect(
      offenders((w) => [
        ...(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(w.name) ? [] : ["its name is not snake_case"]),
        ...(/^\S.*[.!]$/.test(w.summary) ? [] : [`summary «${w.summary}»`]),
        ...(w.examples.length > 0 || isPlanned(w) ? [] : ["no example"]),
        ...w.examples
          .filter((e) => ![w.name, ...(w.aliases ?? [])].some((name) => e.includes(name)))
          .map((e) => `example «${e}» does not use it`),
      ]),
    ).toEqual([]);
  });

  it("documents every parameter in a sentence", () => {
    expect(
      offenders((w) => paramsOf(w).flatMap(([name, p]) => (/^\S.*[.!]$/.test(p.doc) ? [] : [`${name}: «${p.doc}»`]))),
    ).toEqual([]);
  });

  it("has defaults of their own kind, complete down to the arguments of words", () => {
    expect(
      offenders((w) =>
        paramsOf(w).flatMap(([name, p]) => {
          if (p.required) return p.default === undefined ? [] : [`${name} is required and has a default`];
          return (p.nullable && p.default === null) || (p.default !== undefined && fits(p.kind, p.default))
            ? []
            : [`default of ${name}: ${JSON.stringify(p.default)}`];
        }),
      ),
    ).toEqual([]);
  });

  it("names each parameter once, and old names lead to parameters that exist", () => {
    expect(
      offenders((w) => {
        const spelled = paramsOf(w).flatMap(([name, p]) => [name, ...p.aliases]);
        const renamed = Object.entries(w.renamed ?? {});
        return [
          ...spelled.filter((name, i) => spelled.indexOf(name) !== i).map((name) => `${name} twice`),
          ...renamed.filter(([old]) => spelled.includes(old)).map(([old]) => `${old} is an old name and a present one`),
          ...renamed
            .filter(([, now]) => !(now in w.params))
            .map(([old, now]) => `${old} leads to ${now}, which is no parameter`),
        ];
      }),
    ).toEqual([]);
  });

  it("is the only one of its family with its names", () => {
    const seen = new Map<string, string>();
    const twice: string[] = [];
    for (const w of words)
      for (const spelling of [w.name, ...(w.aliases ?? [])]) {
        const key = `${w.family} ${spelling}`;
        if (seen.has(key)) twice.push(`${key}: ${seen.get(key)} and ${w.name}`);
        seen.set(key, w.name);
      }
    expect(twice).toEqual([]);
  });

  it("has positional parameters whose choices never overlap, nor with the names of its yes/no parameters", () => {
    expect(
      offenders((w) => {
        const places = paramsOf(w)
          .filter(([, p]) => p.positional)
          .map(([name, p]) => [name, bareWords(p.kind, spellingsOf)] as const);
        const flags = paramsOf(w).filter(([, p]) => p.kind.type === "bool");
        places.push(...flags.map(([name, p]) => [name, [name, ...p.aliases]] as const));
        return places.flatMap(([a, of], i) =>
          places
            .slice(i + 1)
            .flatMap(([b, others]) =>
              of.filter((x) => x !== "*" && others.includes(x)).map((x) => `${x} is for ${a} and for ${b}`),
            ),
        );
      }),
    ).toEqual([]);
  });

  it("has at most one positional parameter that takes any bare word", () => {
    expect(
      offenders((w) => {
        const open = paramsOf(w).filter(([, p]) => p.positional && bareWords(p.kind, spellingsOf).includes("*"));
        return open.length > 1 ? [`${open.map(([name]) => name).join(", ")}`] : [];
      }),
    ).toEqual([]);
  });
});

describe("layers", () => {
  const layers = words.filter((w) => w.family === "layer");

  it("regularize weights through parameters they have", () => {
    const wrong = layers.flatMap((w) =>
      (w.regularizes ?? [])
        .filter((name) => {
          const kind = (w.params[name] as AnyParam | undefined)?.kind;
          return kind?.type !== "word" || kind.family !== "regularizer";
        })
        .map((name) => `${w.name}: ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it("say of every tf.layers factory of theirs what it does otherwise, if they do not use it", () => {
    const factories = Object.keys(tf.layers).map((name) => name.toLowerCase());
    const silent = layers.filter((w) => w.keras && factories.includes(w.keras.toLowerCase()) && !w.tfjs);
    // An activation that Keras has no layer for is its Activation with that name.
    expect(silent.filter((w) => w.keras !== "Activation").map((w) => w.name)).toEqual([]);
    const reasons = layers.flatMap((w) => w.tfjs?.unused ?? []);
    expect(reasons.filter((reason) => !/^[a-z]\w+s .*[^.]$/.test(reason))).toEqual([]);
  });

  it("name tf.layers factories that exist, and parameters of their own", () => {
    const factories = tf.layers as unknown as Readonly<Record<string, unknown>>;
    const wrong = layers.flatMap((w) => {
      if (!w.tfjs) return [];
      const unknown = [...(w.tfjs.differs ?? []), ...Object.keys(w.tfjs.rename ?? {})].filter(
        (name) => !(name in w.params),
      );
      return [
        ...(typeof factories[w.tfjs.factory] === "function" ? [] : [`${w.name}: ${w.tfjs.factory}`]),
        ...unknown.map((n) => `${w.name}: ${n}`),
      ];
    });
    expect(wrong).toEqual([]);
  });
});

describe("Keras", () => {
  const compared = words.filter((w) => w.keras !== null && familyTitles[w.family] in keras);
  const signature = (w: Word): readonly KerasParam[] | undefined => keras[familyTitles[w.family]]![w.keras!];
  const used = new Set<string>();
  const excused = (list: Readonly<Record<string, string>>, w: Word, param: string): boolean => {
    const key = keys(w, param).find((k) => k in list);
    if (key !== undefined) used.add(key);
    return key !== undefined;
  };

  it("has every class that a word names", () => {
    expect(compared.filter((w) => signature(w) === undefined).map((w) => `${id(w)}: ${w.keras}`)).toEqual([]);
  });

  it("takes the same of a metric to be better", () => {
    const theirs = keras["directions"] as unknown as Readonly<Record<string, "max" | "min" | null>>;
    const metrics = compared.flatMap((w) => (w.family === "metric" ? [w] : []));
    const found = metrics.map((w) => [w.name, w.better]);
    expect(found).toEqual(metrics.map((w) => [w.name, theirs[w.keras!]]));
  });

  it("has no parameter that a word of it lacks or defaults otherwise, but for the reasons listed", () => {
    const differences = compared.flatMap((w) =>
      (signature(w) ?? []).flatMap((theirs) => {
        const ours = w.params[theirs.name] as AnyParam | undefined;
        if (!ours) return excused(missing, w, theirs.name) ? [] : [`${id(w)} lacks ${theirs.name}`];
        if (sameDefault(ours, theirs.default) || excused(otherDefault, w, theirs.name)) return [];
        return [
          `${id(w)}: ${theirs.name} defaults to ${JSON.stringify(ours.default)}, in Keras to ` +
            `${JSON.stringify(theirs.default)}`,
        ];
      }),
    );
    expect(differences).toEqual([]);
    expect([...Object.keys(missing), ...Object.keys(otherDefault)].filter((key) => !used.has(key))).toEqual([]);
  });
});

/** Whether a default means what Keras's does, in the forms in which Keras writes it. */
function sameDefault(ours: AnyParam, theirs: Value | undefined): boolean {
  if (ours.required || theirs === undefined) return ours.required && theirs === undefined;
  const value = ours.default as Value;
  if (isWordCall(value)) return sameWord(ours.kind, value.word, theirs);
  return JSON.stringify(spread(value, theirs)) === JSON.stringify(spread(theirs, value));
}

/** Keras names a word as a string; no activation is the linear one. */
function sameWord(kind: Kind, word: string, theirs: Value): boolean {
  if (kind.type !== "word") return kind.type === "oneOf" && kind.of.some((k) => sameWord(k, word, theirs));
  if (theirs === null) return kind.family === "activation" && word === "linear";
  return typeof theirs === "string" && findWord(kind.family, theirs.toLowerCase())?.name === word;
}

/** 1 beside [1, 1] is [1, 1]; [1, 2] beside [[1, 1], [2, 2]] is that. */
function spread(value: Value, like: Value): Value {
  if (!Array.isArray(like)) return value;
  const list: readonly Value[] = Array.isArray(value) ? value : like.map(() => value);
  return list.map((v, i) => spread(v, (like as readonly Value[])[i] ?? null));
}
