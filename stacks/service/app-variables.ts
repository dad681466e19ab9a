import type { AppResources } from '../app-resources/app-resources';
import type { AppSettings } from '../settings/app-settings';
import type { AppResourceReference, ResourceReference } from '../settings/resource-reference';
import { withoutExpressions } from '../terraform/without-expressions';

type OwnReference = Exclude<ResourceReference, AppResourceReference>;

/**
 * The attributes that the app's variables may refer to, by the kind of resource. A kind is undefined if the environment has no such
 * resource.
 */
export type ReferableResources = {
  readonly [Kind in OwnReference['kind']]:
    | Readonly<Record<Extract<OwnReference, { readonly kind: Kind }>['attribute'], string>>
    | undefined;
};

/**
 * Returns the additional environment variables of the app. References are Terraform expressions.
 * @param added the attributes of the resources in the setting `resources`, by the name of the resource
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
  // The checks have rejected references to missing resources, so every value is defined here.
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, expressionOf(value) ?? '']));
}
