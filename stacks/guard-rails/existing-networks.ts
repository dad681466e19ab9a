import type { Rule } from './rule';

/** Matches the types of resources that change a VPC: its ranges, subnets, routes, gateways, endpoints, network ACLs, flow logs and tags. */
const changesOfNetwork =
  /^aws_(default_|main_route_table|route$|route_table|subnet$|vpc$|vpc_(endpoint|ipv|dhcp|peering)|(egress_only_)?internet_gateway|vpn_gateway|nat_gateway|network_acl|flow_log|ec2_tag$|ec2_subnet_cidr|ec2_transit_gateway_vpc)/;

/**
 * Requires that a stack does not change an existing network. With `network: { kind: 'existing' }`, a stack may only add security groups,
 * and resources that use the subnets.
 */
export const existingNetworks: Rule = (configuration, { network }) => {
  if (network !== 'existing') return [];
  return configuration
    .resourcesOf()
    .filter(({ type }) => changesOfNetwork.test(type))
    .map((block) => ({
      block,
      message: `The environment uses an existing network, but ${block.type} changes it. Remove this resource, or give the environment a 'dedicated' network.`,
    }));
};
