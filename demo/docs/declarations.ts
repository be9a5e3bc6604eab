import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A member of an interface, as it is written where it is declared. */
export interface Member {
  name: string;
  isOptional: boolean;
  /** Its type, or a method's parameters and result. */
  type: string;
  /** Its doc comment without what it says of the default. */
  description: string;
  /** What the doc comment says after "Default:". */
  fallback: string | null;
}

/**
 * Reads the members of an interface with their doc comments, so that a page can show what the code declares.
 *
 * @param path from the project's root
 * @throws Error where the file declares no such interface
 */
export function readInterface(path: string, name: string): Member[] {
  const { text, program, comments } = parse(path);
  for (const statement of program.body) {
    const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declared?.type !== 'TSInterfaceDeclaration' || declared.id.name !== name) continue;
    return declared.body.body.flatMap((member, place, members) => {
      if (member.type !== 'TSPropertySignature' && member.type !== 'TSMethodSignature') return [];
      const { key, start, end } = member;
      const before = members[place - 1]?.end ?? declared.body.start;
      const comment = comments.findLast(found => found.start >= before && found.end <= start);
      const written = text
        .slice(key.end, end)
        .replace(/^\??:?\s*/, '')
        .replace(/;$/, '');
      return {
        name: key.type === 'Literal' ? String(key.value) : text.slice(key.start, key.end),
        isOptional: member.optional,
        type: inWords(written.replace(/\s+/g, ' ').replace(/,\s*\)/, ')'), path),
        ...wordsOf(comment?.value ?? ''),
      };
    });
  }
  throw new Error(`${path} declares no interface ${name}.`);
}

function parse(path: string) {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const { program, comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]!.message}`);
  return { text, program, comments };
}

/** A type that is some words by another name, as those words; whatever else it is, as it is written. */
function inWords(type: string, path: string): string {
  if (!/^[A-Z]\w*$/.test(type)) return type;
  const { text, program } = parse(path);
  for (const statement of program.body) {
    const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declared?.type === 'TSTypeAliasDeclaration' && declared.id.name === type) {
      const { start, end } = declared.typeAnnotation;
      const meant = text.slice(start, end).replace(/\s+/g, ' ');
      return /^('[^']*'( \| )?)+$/.test(meant) ? meant : type;
    }
    if (statement.type === 'ImportDeclaration' && statement.source.value.startsWith('.')) {
      const isNamed = statement.specifiers.some(({ local }) => local.name === type);
      if (isNamed) return inWords(type, join(dirname(path), statement.source.value));
    }
  }
  return type;
}

function wordsOf(comment: string): Pick<Member, 'description' | 'fallback'> {
  const words = comment
    .replace(/^\*/, '')
    .replace(/^\s*\* ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  const [said, fallback = null] = /(?:^|\s)Default: (.+?)\.(?=\s|$)/.exec(words) ?? ['', null];
  return { description: words.replace(said, '').trim(), fallback };
}
