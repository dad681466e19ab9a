/**
 * A part of an environment, such as its network. `role-policies.ts` maps each part to the policy with its permissions, because a single
 * policy for all parts would exceed IAM's size limit.
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
