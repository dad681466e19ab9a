import { readFileSync } from 'node:fs';

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  readonly packages: Readonly<Record<string, { readonly hasInstallScript?: boolean }>>;
};
const { allowScripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly allowScripts: Readonly<Record<string, boolean>>;
};

/** npm 11 runs the install scripts of packages that are not in `allowScripts`, and only prints a warning. */
describe('Install scripts', () => {
  it('of all packages in the lock file are denied in package.json', () => {
    const withScript = Object.entries(packages).flatMap(([folder, { hasInstallScript }]) =>
      hasInstallScript ? [folder.replace(/^.*node_modules\//, '')] : [],
    );
    expect(allowScripts).toEqual(Object.fromEntries(withScript.map((name) => [name, false])));
  });
});
