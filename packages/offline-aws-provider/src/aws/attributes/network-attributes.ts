import type { ComputedAttributes } from './applied-change';

/** A new security group has no rules. Terraform creates its rules later, as separate resources. */
const withoutRules = { ingress: [], egress: [] };

/** The computed attributes of VPCs and of the resources in them, by resource type. */
export const networkAttributes: ComputedAttributes = {
  aws_default_security_group: () => withoutRules,
  aws_eip: (id) => ({ allocation_id: id, public_ip: '192.0.2.1' }),
  aws_route_table: () => ({ route: [] }),
  aws_security_group: () => withoutRules,
};
