import type { ComputedAttributes } from './applied-change';

/** A new security group is empty. Its rules are resources of their own, and are created later. */
const withoutRules = { ingress: [], egress: [] };

/** The computed attributes of networks. */
export const networkAttributes: ComputedAttributes = {
  aws_default_security_group: () => withoutRules,
  aws_eip: (id) => ({ allocation_id: id, public_ip: '192.0.2.1' }),
  aws_route_table: () => ({ route: [] }),
  aws_security_group: () => withoutRules,
};
