import type { Entry, Scope } from "../values/constant.js";

export type { Entry, Scope };

export const childScope = (parent: Scope): Scope => ({ parent, path: parent.path, names: new Map() });
export const fileScope = (path: string): Scope => ({ parent: null, path, names: new Map() });

export function lookUp(scope: Scope, name: string): Entry | undefined {
  for (let s: Scope | null = scope; s; s = s.parent) {
    const found = s.names.get(name);
    if (found) return found;
  }
  return undefined;
}

/** Every name that can be seen from here, for did-you-mean. */
export function visible(scope: Scope, accept: (entry: Entry) => boolean): string[] {
  const names: string[] = [];
  for (let s: Scope | null = scope; s; s = s.parent)
    for (const [name, entry] of s.names) if (accept(entry)) names.push(name);
  return names;
}
