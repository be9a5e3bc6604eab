import {
  findNodeAtLocation,
  type JSONPath,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import * as v from 'valibot';
import { type Guide, guideSchema } from './guide.ts';

/** What is wrong, and where in the file: both from 1, as editors count. */
export interface GuideProblem {
  line: number;
  column: number;
  message: string;
}

/** Reads a guide from the text of its file: the guide, or all that keeps it from being one, in the file's order. */
export function checkGuide(text: string): { guide: Guide } | { faults: GuideProblem[] } {
  const at = (offset: number) => {
    const before = text.slice(0, offset).split('\n');
    return { line: before.length, column: before.at(-1)!.length + 1 };
  };
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  if (errors.length > 0 || !tree) {
    const [error] = errors;
    // What follows the first error of syntax is mostly its consequence.
    const what = error
      ? printParseErrorCode(error.error)
          .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
          .toLowerCase()
      : 'empty';
    return { faults: [{ ...at(error?.offset ?? 0), message: `This is not JSON: ${what}.` }] };
  }
  const result = v.safeParse(guideSchema, JSON.parse(text));
  if (result.success) return { guide: result.output };
  const faults = result.issues.map(issue => {
    const path = (issue.path ?? []).map(({ key }) => key as string | number);
    const offset = nearest(tree, path).offset;
    return { offset, ...at(offset), message: say(path, issue) };
  });
  return {
    faults: faults.sort((a, b) => a.offset - b.offset).map(({ line, column, message }) => ({ line, column, message })),
  };
}

/** What stands at a path; for something that is missing, what it is missing from. */
function nearest(tree: Node, path: JSONPath): Node {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(tree, path.slice(0, length));
    if (!node) continue;
    // A field that shouldn't be there is pointed at by its name.
    return node.parent?.type === 'property' ? node.parent : node;
  }
  return tree;
}

function say(path: JSONPath, issue: v.BaseIssue<unknown>): string {
  const where = path.length > 0 ? `${path.join('.')}: ` : '';
  if (issue.expected === 'never') return `${where}There is no such field.`;
  if (issue.received === 'undefined') return `${where}This field is missing.`;
  return where + issue.message;
}
