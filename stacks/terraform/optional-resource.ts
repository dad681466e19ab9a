import { Fn, propertyAccess, type TerraformResource, Token } from 'cdktf';

/**
 * Returns an attribute of an optional resource (its `count` is 1 or 0), or null if the resource does not exist. This is needed because
 * cdktf writes references without an index, and Terraform rejects these for resources with a `count`.
 */
export function attributeOrNull(resource: TerraformResource, attribute: string): string {
  return onlyElement(resource, ['*', attribute]);
}

/**
 * Returns the value of the only element of a list or set, or null if there is no element.
 * @param path the path of the value; `*` stands for the element
 */
export function onlyElement(resource: TerraformResource, path: readonly string[]): string {
  return Token.asString(Fn.one(Token.asList(propertyAccess(resource.fqn, [...path]))));
}
