import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** One member of a TypeScript interface, read from its source. */
export interface InterfaceMember {
  name: string;
  isOptional: boolean;
  /** The type as written; for a method, its parameters and result. */
  type: string;
  /** The doc comment as one line, without its "Default: …." sentence. */
  description: string;
  /** The text after "Default:" in the doc comment, or null. */
  defaultValue: string | null;
}

/**
 * Reads the members of an interface and their doc comments, so that a page shows what the code
 * declares.
 *
 * @param path relative to the project's root
 * @throws Error if the file has no interface with this name
 */
export function readInterface(path: string, name: string): InterfaceMember[] {
  const { text, program, comments } = parseFile(path);
  for (const statement of program.body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration?.type !== 'TSInterfaceDeclaration' || declaration.id.name !== name) continue;
    const { body } = declaration;
    return body.body.flatMap((member, index, members) => {
      if (member.type !== 'TSPropertySignature' && member.type !== 'TSMethodSignature') return [];
      const { key, start, end } = member;
      const previousEnd = members[index - 1]?.end ?? body.start;
      const comment = comments.findLast(candidate => candidate.start >= previousEnd && candidate.end <= start);
      const type = text
        .slice(key.end, end)
        .replace(/^\??:?\s*/, '')
        .replace(/;$/, '')
        .replace(/\s+/g, ' ')
        .replace(/,\s*\)/, ')');
      return {
        name: key.type === 'Literal' ? String(key.value) : text.slice(key.start, key.end),
        isOptional: member.optional,
        type: resolveLiteralUnion(type, path),
        ...parseDocComment(comment?.value ?? ''),
      };
    });
  }
  throw new Error(`${path}: no interface "${name}" is declared here.`);
}

function parseFile(path: string) {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const { program, comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]!.message}`);
  return { text, program, comments };
}

/**
 * Replaces the name of a union of string literals by its literals; returns every other type
 * unchanged.
 */
function resolveLiteralUnion(type: string, path: string): string {
  if (!/^[A-Z]\w*$/.test(type)) return type;
  const { text, program } = parseFile(path);
  for (const statement of program.body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration?.type === 'TSTypeAliasDeclaration' && declaration.id.name === type) {
      const { start, end } = declaration.typeAnnotation;
      const definition = text.slice(start, end).replace(/\s+/g, ' ');
      return /^('[^']*'( \| )?)+$/.test(definition) ? definition : type;
    }
    if (statement.type === 'ImportDeclaration' && statement.source.value.startsWith('.')) {
      const isImportedHere = statement.specifiers.some(({ local }) => local.name === type);
      if (isImportedHere) return resolveLiteralUnion(type, join(dirname(path), statement.source.value));
    }
  }
  return type;
}

function parseDocComment(comment: string): Pick<InterfaceMember, 'description' | 'defaultValue'> {
  const text = comment
    .replace(/^\*/, '')
    .replace(/^\s*\* ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  const [sentence, defaultValue = null] = /(?:^|\s)Default: (.+?)\.(?=\s|$)/.exec(text) ?? ['', null];
  return { description: text.replace(sentence, '').trim(), defaultValue };
}
