import type { AppSettings, ResourceReference } from '../environment';

/** The attributes of the resources that variables of the app may refer to. */
export type ReferableResources = {
  readonly [Kind in ResourceReference['kind']]: Readonly<
    Record<Extract<ResourceReference, { readonly kind: Kind }>['attribute'], string>
  >;
};

/** The additional environment variables of the app, with references as Terraform expressions. */
export function appVariables(
  { environment = {} }: Pick<AppSettings, 'environment'>,
  resources: ReferableResources,
): Record<string, string> {
  const values = Object.entries(environment).map(([name, value]) => [
    name,
    typeof value === 'string' ? withoutExpressions(value) : resources[value.kind][value.attribute],
  ]);
  return Object.fromEntries(values);
}

/** Escapes `${…}` and `%{…}`, which Terraform would otherwise evaluate. */
function withoutExpressions(text: string): string {
  return text.replace(/([$%])\{/g, '$1$1{');
}
