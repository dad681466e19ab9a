/**
 * The part of the permissions to which a type belongs. `role-policies.ts` maps each part to a policy, because a single policy for all parts
 * would exceed IAM's size limit.
 */
export type Part =
  | 'network'
  | 'service'
  | 'roles'
  | 'edge'
  | 'watch'
  | 'hosts'
  | 'profiles'
  | 'cdn'
  | 'networks'
  | 'lists'
  | 'secrets'
  | 'resources';
