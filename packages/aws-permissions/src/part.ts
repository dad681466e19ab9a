/** The policy that contains the actions of a type. Each part is a policy of its own, because IAM limits the size of a policy. */
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
