import { Fn, propertyAccess, type TerraformResource, Token } from 'cdktf';

/**
 * Returns an attribute of an optional resource (with `count` 1 or 0); null if the resource does not exist. cdktf would write a reference
 * without an index, and Terraform rejects such a reference.
 */
export function attributeOrNull(resource: TerraformResource, attribute: string): string {
  return onlyElement(resource, ['*', attribute]);
}

/** Returns the value at a path that contains `*`, for a list with at most one element; null if the list is empty. */
export function onlyElement(resource: TerraformResource, path: readonly string[]): string {
  return Token.asString(Fn.one(Token.asList(propertyAccess(resource.fqn, [...path]))));
}
