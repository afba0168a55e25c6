import { expect, test } from 'vitest'
import { catalogues } from './index.ts'
import { pageOf } from './page.ts'

test.each(catalogues)('the page of $api is what the cases say', async (catalogue) => {
  await expect(pageOf(catalogue)).toMatchFileSnapshot(`../../docs/discoveries/${catalogue.api}.md`)
})
