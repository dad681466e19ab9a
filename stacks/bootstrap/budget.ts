import { BudgetsBudget } from '@cdktf/provider-aws/lib/budgets-budget';
import type { Construct } from 'constructs';
import type { BudgetSettings } from './bootstrap';

export interface BudgetProps extends BudgetSettings {
  readonly name: string;
}

/**
 * Defines a budget that sends an email when the costs exceed 80 % of the limit, and when the forecast exceeds 100 %. The budget does not
 * stop resources.
 */
export function defineBudget(scope: Construct, { name, monthlyUsDollars, email }: BudgetProps): BudgetsBudget {
  const mailAbove = (threshold: number, notificationType: 'ACTUAL' | 'FORECASTED') => ({
    comparisonOperator: 'GREATER_THAN',
    threshold,
    thresholdType: 'PERCENTAGE',
    notificationType,
    subscriberEmailAddresses: [email],
  });
  return new BudgetsBudget(scope, 'budget', {
    name,
    budgetType: 'COST',
    timeUnit: 'MONTHLY',
    limitAmount: String(monthlyUsDollars),
    limitUnit: 'USD',
    notification: [mailAbove(80, 'ACTUAL'), mailAbove(100, 'FORECASTED')],
  });
}
