import type { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Annotations } from 'cdktf';
import { Construct } from 'constructs';
import { ExclusivePolicies } from '../iam/exclusive-policies';
import { policyDocument, type Statement } from '../iam/policy';
import type { IdentityProvider } from './identity-provider';

export interface FederatedRoleProps {
  readonly name: string;
  readonly description: string;
  /** The AWS account of the role and of its policies. */
  readonly accountId: string;
  readonly provider: IdentityProvider;
  /** The subjects (`sub` claims) of the tokens that may assume the role. `github-roles.ts` and `run-roles.ts` define them. */
  readonly subjects: readonly string[];
  /**
   * The operator with which AWS compares the subjects. With `StringLike`, `*` matches any characters.
   * @default 'StringEquals'
   */
  readonly comparison?: 'StringEquals' | 'StringLike';
  /**
   * How long the credentials of a session may be valid, in hours: 1 to 12.
   * @default 1, the default of AWS
   */
  readonly sessionHours?: number;
}

/**
 * The maximum size of all inline policies of a role, in characters without white space.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const maxInlineCharacters = 10_240;

/** An IAM role that the holder of an OIDC token can assume. It has no permissions until `attach` or `grant` adds them. */
export class FederatedRole extends Construct {
  readonly arn: string;
  private readonly role: IamRole;
  private readonly exclusive: ExclusivePolicies;
  private readonly accountId: string;
  private inlineCharacters = 0;

  constructor(scope: Construct, id: string, props: FederatedRoleProps) {
    const { name, description, accountId, sessionHours, ...trust } = props;
    super(scope, id);
    this.accountId = accountId;
    this.role = new IamRole(this, 'role', {
      name,
      description,
      assumeRolePolicy: trustPolicy(trust),
      maxSessionDuration: sessionHours && sessionHours * 3_600,
      // AWS cannot delete a role with attached policies, and somebody may have attached a policy by hand.
      forceDetachPolicies: true,
    });
    this.exclusive = new ExclusivePolicies(this, this.role);
    this.arn = this.role.arn;
    this.node.addValidation({
      validate: () => {
        this.reportLargePolicies(name);
        return [];
      },
    });
  }

  /** Attaches managed policies of this stack to the role. Each key is the construct id of an attachment. */
  attach(policies: Readonly<Record<string, IamPolicy>>): void {
    for (const [id, policy] of Object.entries(policies)) {
      const attachment = new IamRolePolicyAttachment(this, id, { role: this.role.name, policyArn: policy.arn });
      // Build the ARN from the name, because Terraform knows the attribute `arn` only after the apply.
      this.exclusive.includeAttached(`arn:aws:iam::${this.accountId}:policy/${policy.nameInput}`, attachment);
    }
  }

  /** Grants permissions to the role, in an inline policy. `id` is the name of the policy and the id of its construct. */
  grant(id: string, statements: readonly Statement[]): void {
    const document = policyDocument(statements);
    const policy = new IamRolePolicy(this, id, { name: id, role: this.role.name, policy: document });
    this.exclusive.include(id, policy);
    // To estimate the length, replace each Terraform reference with its longest possible value: 12 digits for the account, and 63
    // characters for the name of the state bucket.
    const withAccount = document.replaceAll(this.accountId, '0'.repeat(12));
    this.inlineCharacters += withAccount.replace(/\$\{TfToken\[[^\]]*\]\}/g, 'b'.repeat(63)).length;
  }

  /**
   * Reports an error if the inline policies together are too large. Without this check, AWS would reject the last policy during the apply,
   * and the role would lack its permissions.
   */
  private reportLargePolicies(name: string): void {
    if (this.inlineCharacters <= maxInlineCharacters) return;
    Annotations.of(this).addError(
      `The inline policies of the role ${name} have up to ${this.inlineCharacters} characters; AWS allows ${maxInlineCharacters}. The policies name each parameter and secret in app.secrets, each prefix list, and each environment's network. Store several values as keys of one secret in Secrets Manager, or use fewer prefix lists or fewer environments.`,
    );
  }
}

type Trust = Pick<FederatedRoleProps, 'provider' | 'subjects' | 'comparison'>;

function trustPolicy({ provider, subjects, comparison = 'StringEquals' }: Trust): string {
  const audience = { [`${provider.issuer}:aud`]: provider.audience };
  const subject = { [`${provider.issuer}:sub`]: subjects };
  return policyDocument([
    {
      Effect: 'Allow',
      Principal: { Federated: provider.arn },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition:
        comparison === 'StringEquals'
          ? { StringEquals: { ...audience, ...subject } }
          : { StringEquals: audience, StringLike: subject },
    },
  ]);
}
