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

/** An error in a guide's file. Line and column count from 1, as in editors. */
export interface GuideProblem {
  line: number;
  column: number;
  message: string;
}

/** Validates the text of a guide's file. Returns the guide, or all problems in the file's order. */
export function checkGuide(text: string): { guide: Guide } | { problems: GuideProblem[] } {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  if (errors.length > 0 || !tree) return { problems: [describeSyntaxError(text, errors[0])] };
  const result = v.safeParse(guideSchema, JSON.parse(text));
  if (result.success) return { guide: result.output };
  const problems = result.issues
    .map(issue => {
      const path = (issue.path ?? []).map(({ key }) => key as string | number);
      return { offset: findNearestNode(tree, path).offset, message: describeIssue(path, issue) };
    })
    .sort((a, b) => a.offset - b.offset);
  return { problems: problems.map(({ offset, message }) => ({ ...locate(text, offset), message })) };
}

/** Only the first syntax error is reported: those after it mostly follow from it. */
function describeSyntaxError(text: string, error: ParseError | undefined): GuideProblem {
  const reason = error
    ? printParseErrorCode(error.error)
        .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
        .toLowerCase()
    : 'empty';
  return { ...locate(text, error?.offset ?? 0), message: `Invalid JSON: ${reason}.` };
}

function locate(text: string, offset: number): { line: number; column: number } {
  const linesBefore = text.slice(0, offset).split('\n');
  return { line: linesBefore.length, column: linesBefore.at(-1)!.length + 1 };
}

/** The node at a path, or its nearest ancestor if the node is missing. */
function findNearestNode(tree: Node, path: JSONPath): Node {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(tree, path.slice(0, length));
    if (!node) continue;
    // The property node starts at the field's name, which is what an unknown field should point to.
    return node.parent?.type === 'property' ? node.parent : node;
  }
  return tree;
}

function describeIssue(path: JSONPath, issue: v.BaseIssue<unknown>): string {
  const prefix = path.length > 0 ? `${path.join('.')}: ` : '';
  if (issue.expected === 'never') return `${prefix}Unknown field.`;
  if (issue.received === 'undefined') return `${prefix}Missing field.`;
  return prefix + issue.message;
}
