import { Fn, propertyAccess, type TerraformResource, Token } from 'cdktf';

/**
 * Returns an attribute of an optional resource, whose `count` is 1 or 0. The value is null if the resource does not exist. cdktf would
 * write a reference without an index, and Terraform rejects such a reference.
 */
export function attributeOrNull(resource: TerraformResource, attribute: string): string {
  return onlyElement(resource, ['*', attribute]);
}

/**
 * Returns the value of the only element of a list or set. The value is null if the list is empty.
 * @param path the path of the value; `*` stands for the element
 */
export function onlyElement(resource: TerraformResource, path: readonly string[]): string {
  return Token.asString(Fn.one(Token.asList(propertyAccess(resource.fqn, [...path]))));
}
