/**
 * Returns advice about a missing IAM permission, with the command that explains which part of the environment needs the
 * action.
 * @param error what Terraform printed
 * @returns undefined if AWS has not denied an action
 */
export function permissionHint(error: string, environment: string): string | undefined {
  const [, action] = /not authorized to perform:?\s+([\w-]+:\w+)/i.exec(error.replace(/[│╷╵\s]+/g, ' ')) ?? [];
  if (action === undefined) return undefined;
  return `Your role is not allowed to call ${action}. To see what needs it: npm run permissions ${environment} -- --explain ${action}. If the bootstrap created the role, apply the bootstrap again.`;
}
