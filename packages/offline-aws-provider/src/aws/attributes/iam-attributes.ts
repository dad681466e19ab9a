import { arnAndId, type ComputedAttributes } from './applied-change';

/** The computed attributes of IAM resources, by resource type. */
export const iamAttributes: ComputedAttributes = {
  aws_iam_instance_profile: (name, { account }) => ({ arn: `arn:aws:iam::${account.id}:instance-profile/${name}` }),
  aws_iam_openid_connect_provider: (_name, { account, planned }) =>
    arnAndId(`arn:aws:iam::${account.id}:oidc-provider/${String(planned.url).replace(/^https:\/\//, '')}`),
  aws_iam_policy: (name, { account }) => arnAndId(`arn:aws:iam::${account.id}:policy/${name}`),
  aws_iam_role: (name, { account }) => ({ arn: `arn:aws:iam::${account.id}:role/${name}` }),
  aws_iam_role_policy: (name, { planned }) => ({ id: `${planned.role}:${name}` }),
};
