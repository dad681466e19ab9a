import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePoliciesExclusive } from '@cdktf/provider-aws/lib/iam-role-policies-exclusive';
import type { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { IamRolePolicyAttachmentsExclusive } from '@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive';
import { dependable } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * The complete lists of the inline and the attached policies of a role. If somebody adds a policy by hand, the next plan shows it, and the
 * apply removes it. All names and ARNs in the lists are known at plan time: the AWS provider cannot plan a set with an unknown element.
 */
export class ExclusivePolicies {
  private readonly inline: IamRolePoliciesExclusive;
  private readonly attached: IamRolePolicyAttachmentsExclusive;

  constructor(scope: Construct, { name: roleName }: IamRole) {
    this.inline = new IamRolePoliciesExclusive(scope, 'policies-exclusive', { roleName, policyNames: [] });
    this.attached = new IamRolePolicyAttachmentsExclusive(scope, 'policy-attachments-exclusive', {
      roleName,
      policyArns: [],
    });
  }

  /**
   * Adds an inline policy to the list. `name` must be known at plan time. The list depends on the policy, because the policy must exist
   * first.
   */
  include(name: string, policy: IamRolePolicy): void {
    this.inline.policyNames = [...(this.inline.policyNamesInput ?? []), name];
    this.inline.dependsOn = [...(this.inline.dependsOn ?? []), dependable(policy)];
  }

  /** Adds an attached policy to the list. `arn` must be known at plan time. */
  includeAttached(arn: string, attachment: IamRolePolicyAttachment): void {
    this.attached.policyArns = [...(this.attached.policyArnsInput ?? []), arn];
    this.attached.dependsOn = [...(this.attached.dependsOn ?? []), dependable(attachment)];
  }
}
