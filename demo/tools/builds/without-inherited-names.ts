import type { Plugin } from 'vite';

/** Methods of `Signal` that `Object.prototype` has too. The widget reads `value` instead. */
const METHOD = /\w+\.prototype\.(?:valueOf|toString)\s*=\s*function\s*\(\)\s*\{[^}]*\};?/g;

/**
 * Leaves two assignments out of `@preact/signals-core`, `Signal.prototype.valueOf = …` and
 * `.toString = …`. They throw on pages that freeze `Object.prototype`, a defence against prototype
 * pollution: a property cannot be assigned where a prototype has it read-only
 * (https://github.com/tc39/how-we-work/blob/main/terminology.md#override-mistake). In an
 * application that bundles the npm package, the application's own bundler decides.
 *
 * @throws Error if the package no longer has both, when this plugin may be no longer needed
 */
export const withoutInheritedNames = (): Plugin => ({
  name: 'without-inherited-names',
  transform: {
    filter: { id: /\/@preact\/signals-core\/dist\// },
    handler(code) {
      const found = code.match(METHOD)?.length ?? 0;
      if (found !== 2)
        throw new Error(`Expected valueOf and toString in @preact/signals-core, found ${found} of them.`);
      return { code: code.replace(METHOD, ''), map: null };
    },
  },
});
