import { Fn, propertyAccess, type TerraformResource, Token } from 'cdktf';

/**
 * An attribute of a resource that is there once or not at all (`count` 1 or 0): null where it is not. cdktf writes
 * references to it without an index, and terraform refuses those.
 */
export function attributeOrNull(resource: TerraformResource, attribute: string): string {
  return onlyElement(resource, ['*', attribute]);
}

/** What stands at a path with a `*` in it, for every one of at most one: null where there is none. */
export function onlyElement(resource: TerraformResource, path: readonly string[]): string {
  return Token.asString(Fn.one(Token.asList(propertyAccess(resource.fqn, [...path]))));
}
