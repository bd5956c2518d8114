import { expect, test } from './journey.ts';

test('a stranger is led to the sign-in, and from there to the page they asked for', async ({ strangerPage, stack }) => {
  await strangerPage.goto('/use-cases');
  await expect(strangerPage).toHaveURL(/\/sign-in\?next=/);
  await strangerPage.getByLabel('E-mail').fill(stack.email);
  await strangerPage.getByLabel('Password').fill(stack.password);
  await strangerPage.getByRole('button', { name: 'Sign in' }).click();
  await expect(strangerPage).toHaveURL(/\/use-cases$/);
  await expect(strangerPage.getByRole('heading', { level: 1, name: 'Use cases' })).toBeVisible();
  await expect(strangerPage.getByRole('link', { name: 'send-receipt' })).toBeVisible();
});

test('a wrong password is refused in words', async ({ strangerPage, stack }) => {
  await strangerPage.goto('/sign-in');
  await strangerPage.getByLabel('E-mail').fill(stack.email);
  await strangerPage.getByLabel('Password').fill('not the password');
  await strangerPage.getByRole('button', { name: 'Sign in' }).click();
  await expect(strangerPage.getByRole('alert').filter({ hasText: /./ })).toBeVisible();
  await expect(strangerPage).toHaveURL(/\/sign-in/);
});

test('the overview shows the tier at work', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('Live', { exact: false }).first()).toBeVisible();
});

test('whoever signs out is out, and an address of elsewhere is not followed after signing in', async ({
  strangerPage,
  stack,
}) => {
  await strangerPage.goto('/sign-in?next=https%3A%2F%2Fexample.com%2F');
  await strangerPage.getByLabel('E-mail').fill(stack.email);
  await strangerPage.getByLabel('Password').fill(stack.password);
  await strangerPage.getByRole('button', { name: 'Sign in' }).click();
  await expect(strangerPage).toHaveURL(`${stack.webUrl}/`);
  await strangerPage.getByRole('button', { name: 'Demo' }).click();
  await strangerPage.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(strangerPage).toHaveURL(/\/sign-in$/);
  await strangerPage.goto('/keys');
  await expect(strangerPage).toHaveURL(/\/sign-in\?next=/);
});

test('what is missing is said at its field', async ({ strangerPage }) => {
  await strangerPage.goto('/sign-in');
  await strangerPage.getByRole('button', { name: 'Sign in' }).click();
  await expect(strangerPage.getByLabel('E-mail')).toHaveAccessibleDescription(/Enter the e-mail address/);
  await expect(strangerPage.getByLabel('Password')).toHaveAccessibleDescription(/Enter your password/);
});
