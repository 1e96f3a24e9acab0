import { contains } from "../text/span.js";
import { unreachable } from "../text/unreachable.js";
import type { Node } from "./ast.js";

/** The children of a node, in source order. */
export function childrenOf(node: Node): readonly Node[] {
  const children = partsOf(node);
  return node.kind === "statement" ? [...children].sort((a, b) => a.span.start - b.span.start) : children;
}

/** The children of a node in one order for all nodes of its kind, wherever they stand. */
export function partsOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case "document":
    case "body":
    case "list":
      return node.items;
    case "binding":
      return [node.name, ...(node.params ?? []), node.value];
    case "pair":
      return [node.key, node.value];
    case "statement":
      return [node.word, ...node.args, ...(node.from ?? []), ...(node.as ?? []), ...(node.body ? [node.body] : [])];
    case "argument":
      return node.name ? [node.name, node.value] : [node.value];
    case "call":
      return [node.callee, ...node.args];
    case "binary":
      return [node.left, node.right];
    case "negation":
      return [node.operand];
    case "range":
      return [node.from, node.to];
    case "key":
    case "ident":
    case "number":
    case "size":
    case "string":
    case "boolean":
    case "none":
    case "name":
    case "hole":
      return [];
    default:
      return unreachable(node);
  }
}

/** Calls `enter` on a node and all below it, in source order; the children are left out where it returns false. */
export function visit(
  node: Node,
  enter: (node: Node, ancestors: readonly Node[]) => boolean | void,
  ancestors: readonly Node[] = [],
): void {
  if (enter(node, ancestors) === false) return;
  const path = [...ancestors, node];
  for (const child of childrenOf(node)) visit(child, enter, path);
}

/**
 * The nodes that hold an offset, outermost first. An end belongs to the node before it, unless another one begins
 * there.
 */
export function ancestorsAt(root: Node, offset: number): readonly Node[] {
  const path: Node[] = [];
  let node: Node | undefined = root;
  while (node) {
    path.push(node);
    node = childrenOf(node).findLast((child) => contains(child.span, offset));
  }
  return path;
}

/** The innermost node that holds an offset. */
export const nodeAt = (root: Node, offset: number): Node => ancestorsAt(root, offset).at(-1)!;
