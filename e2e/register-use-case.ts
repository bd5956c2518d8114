import { expect, type Page } from '@playwright/test';

export interface Registration {
  readonly name: string;
  readonly team: string;
  readonly handler: string;
  readonly attempts: number;
}

/** Fills in the form as a person does, and ends on the page of the new use case with its first steps open. */
export async function registerUseCase(page: Page, { name, team, handler, attempts }: Registration): Promise<void> {
  await page.goto('/use-cases/new');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await choose(page, 'Team', team);
  await choose(page, 'Handler', handler);
  await page.getByLabel('Attempts').fill(String(attempts));
  await page.getByRole('button', { name: 'Register the use case' }).click();
  await expect(page).toHaveURL(`/use-cases/${name}?first=true`);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

export async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click();
  await page.getByRole('option', { name: option }).click();
}
