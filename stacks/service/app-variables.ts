import type { AppResources } from '../app-resources/app-resources';
import type { AppSettings } from '../settings/app-settings';
import type { AppResourceReference, ResourceReference } from '../settings/resource-reference';

type OwnReference = Exclude<ResourceReference, AppResourceReference>;

/** The attributes of the resources of an environment that variables of the app may refer to. */
export type ReferableResources = {
  readonly [Kind in OwnReference['kind']]:
    | Readonly<Record<Extract<OwnReference, { readonly kind: Kind }>['attribute'], string>>
    | undefined;
};

/**
 * Returns the additional environment variables of the app, with references as Terraform expressions.
 * @param added the attributes of the resources that the environment adds, by name
 */
export function appVariables(
  { environment = {} }: Pick<AppSettings, 'environment'>,
  resources: ReferableResources,
  added: AppResources['attributes'],
): Record<string, string> {
  const expressionOf = (value: string | ResourceReference) => {
    if (typeof value === 'string') return withoutExpressions(value);
    return value.kind === 'resource'
      ? added[value.resource]?.[value.attribute]
      : resources[value.kind]?.[value.attribute];
  };
  // The checks have rejected references to missing resources.
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, expressionOf(value) ?? '']));
}

/** Escapes `${…}` and `%{…}`, which Terraform would otherwise evaluate. */
export function withoutExpressions(text: string): string {
  return text.replace(/([$%])\{/g, '$1$1{');
}
