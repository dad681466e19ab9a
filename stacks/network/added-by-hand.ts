import { DataAwsSecurityGroups } from '@cdktf/provider-aws/lib/data-aws-security-groups';
import { DataAwsVpcSecurityGroupRules } from '@cdktf/provider-aws/lib/data-aws-vpc-security-group-rules';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import {
  conditional,
  Fn,
  Op,
  propertyAccess,
  TerraformCount,
  TerraformLocal,
  TerraformOutput,
  type TerraformStack,
  Token,
} from 'cdktf';
import { Construct } from 'constructs';
import type { Environment } from '../environment';

/**
 * The destination of every route that a stack defines, except routes to gateway endpoints. Those are not in the attribute `route` of a
 * route table.
 */
const ownDestination = '0.0.0.0/0';
const destinations = ['cidr_block', 'ipv6_cidr_block', 'destination_prefix_list_id'];

/**
 * Finds security group rules and routes that somebody added by hand. Terraform neither sees nor removes them, because each rule and each
 * route of a stack is a separate resource. An output lists the additions, so that the next plan shows a change. A check also warns about
 * added rules until somebody removes them. Create this construct after all route tables of the stack.
 */
export class AddedByHand extends Construct {
  constructor(stack: TerraformStack, id: string, { project, name }: Pick<Environment, 'project' | 'name'>) {
    super(stack, id);
    const rules = this.foreignRules({ Project: project, Environment: name });
    const routes = foreignRoutes(stack);
    // cdktf has no class for a `check` block.
    stack.addOverride('check.security_group_rules.assert', [
      {
        condition: Op.lt(Fn.lengthOf(rules), 1),
        error_message: `Security group rules were added by hand: ${Fn.join(', ', rules)}. Remove them, or define them in the stack; see "What a plan cannot see" in docs/operations.md.`,
      },
    ]);
    new TerraformOutput(stack, 'added_by_hand', {
      value: Fn.sort(Fn.setunion(rules, [routes])),
      description: 'Security group rules and routes that somebody added by hand',
    });
  }

  /** Returns the ids of all rules without these tags in the security groups with these tags. */
  private foreignRules(tags: Readonly<Record<string, string>>): string[] {
    // Look the security groups up by their tags. References to them would be unknown in the first plan, and Terraform warns about a check
    // that it cannot evaluate.
    const groups = new DataAwsSecurityGroups(this, 'security-groups', { tags });
    // AWS rejects a filter without values, so the data sources are omitted if there are no security groups.
    const count = TerraformCount.of(Token.asNumber(conditional(Op.lt(Fn.lengthOf(groups.ids), 1), 0, 1)));
    const filter = [{ name: 'group-id', values: groups.ids }];
    const all = new DataAwsVpcSecurityGroupRules(this, 'all', { count, filter });
    // Terraform tags all rules that it creates. Comparing ids instead would also report rules that the current plan deletes.
    const own = new DataAwsVpcSecurityGroupRules(this, 'own', { count, filter, tags });
    const [found, tagged] = [all, own].map(({ fqn }) => Fn.flatten(propertyAccess(fqn, ['*', 'ids'])));
    return new TerraformLocal(this, 'rules', Fn.setsubtract(found, tagged)).asList;
  }
}

function foreignRoutes(stack: TerraformStack): string[] {
  const tables = stack.node.findAll().filter((element) => element instanceof RouteTable);
  const found = tables.flatMap(({ fqn }) =>
    destinations.map((attribute) => Token.asList(propertyAccess(fqn, ['route', '*', attribute]))),
  );
  return Fn.setsubtract(Fn.compact(Fn.concat([[], ...found])), [ownDestination]);
}
