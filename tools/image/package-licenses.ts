/** A license in a CycloneDX document. */
export type LicenseChoice = { readonly expression: string } | { readonly license: { readonly name: string } };

/** The license fields of a `package.json`. Some old packages have objects instead of strings. */
export interface LicenseFields {
  readonly license?: string | { readonly type?: string };
  readonly licenses?: readonly { readonly type?: string }[];
}

/**
 * Matches an SPDX expression, such as `MIT` or `(MIT OR Apache-2.0)`.
 * https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/
 */
const spdxExpression = /^\(*[\w.+-]+\)*(\s+(AND|OR|WITH)\s+\(*[\w.+-]+\)*)*$/;

/** Returns the licenses of a package. A license that is not an SPDX expression is returned as a name. */
export function packageLicenses({ license, licenses = [] }: LicenseFields): LicenseChoice[] {
  const named = typeof license === 'object' ? license.type : license;
  if (named !== undefined && spdxExpression.test(named) && named !== 'UNLICENSED') return [{ expression: named }];
  const names = named === undefined ? licenses.map(({ type }) => type) : [named];
  return names.flatMap((name) => (name ? [{ license: { name } }] : []));
}
