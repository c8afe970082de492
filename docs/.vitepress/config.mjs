// The site: the same Markdown that a reader of the repository sees. `sh docs/site.sh` builds it, and stops at a dead link.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path/posix'
import { defineConfig } from 'vitepress'

// site.sh copies the folder docs to target/site, and runs VitePress there.
const pages = join(import.meta.dirname, '..')
const root = join(pages, '../..')
const repository = readFileSync(join(root, 'pom.xml'), 'utf8').match(/<scm[^>]*>.*?<url>(.*?)<\/url>/s)[1]
/** The pages that lie in the root of the repository. */
const fromRoot = { 'README.md': 'index.md', 'CHANGELOG.md': 'changelog.md', 'CONTRIBUTING.md': 'contributing.md', 'SECURITY.md': 'security.md' }

/** Where a link of a page leads: to another page, or to the repository if the site does not have its target. */
function target(page, href) {
  const [path, anchor] = href.split('#')
  if (path === '' || /^[a-z]+:|^\//.test(path)) return href
  const file = join(Object.values(fromRoot).includes(page) ? '' : join('docs', dirname(page)), path)
  const tail = anchor ? '#' + anchor : ''
  if (fromRoot[file]) return '/' + fromRoot[file] + tail
  if (/^docs\/.*\.(md|svg|png)$/.test(file)) return '/' + file.slice('docs/'.length).replace(/README\.md$/, 'index.md') + tail
  if (!existsSync(join(root, file))) throw new Error(`${page}: ${href} leads nowhere`)
  return `${repository}/blob/main/${file}${tail}`
}

/** A plugin of the Markdown renderer: links and pictures. */
function links(md) {
  md.core.ruler.push('repository-links', (state) => {
    const inside = (tokens) => tokens.forEach((token) => {
      for (const name of ['href', 'src']) {
        const value = token.attrGet(name)
        if (value) token.attrSet(name, target(state.env.relativePath, value))
      }
      if (token.children) inside(token.children)
    })
    inside(state.tokens)
  })
}

/** The heading's name as GitHub makes it, so that one #anchor works in both places. */
const slug = (text) => text.trim().toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-')

const title = (file) => readFileSync(join(pages, file), 'utf8').match(/^# (.*)$/m)[1].replaceAll('`', '')
/** In the sidebar a title ends before its colon: the page says the rest. */
const items = (...files) => files.map((file) => ({ text: title(file).replace(/:.*/, ''), link: '/' + file.replace(/\.md$/, '') }))
const folder = (name) => items(...readdirSync(join(pages, name)).filter((f) => /^[^R].*\.md$/.test(f)).sort().map((f) => `${name}/${f}`))
const guide = (...names) => items(...names.map((name) => `guide/${name}.md`))

/** Pages with tables of many columns: they get the whole width. */
const withTables = ['guide/options.md', 'rows.md', 'benchmarks.md']

export default defineConfig({
  title: 'Baresock',
  description: 'BSD sockets for Java: every call and every option, with one system call per operation and no garbage.',
  base: process.env.SITE_BASE ?? '/',
  rewrites: { 'adr/README.md': 'adr/index.md', 'lab/README.md': 'lab/index.md' },
  srcExclude: ['node_modules/**', 'public/**'], // the Javadoc's licences are Markdown, too
  lastUpdated: false,
  head: [['link', { rel: 'icon', href: 'data:,' }]], // none, so browsers do not ask for one
  transformPageData(page) {
    if (withTables.includes(page.relativePath)) Object.assign(page.frontmatter, { pageClass: 'tables', aside: false })
  },
  // The Javadoc lies beside the pages; site.sh checks that it is there.
  ignoreDeadLinks: [/^\/javadoc\//],
  markdown: { config: links, anchor: { slugify: slug }, toc: { slugify: slug } },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    socialLinks: [{ icon: 'github', link: repository }],
    nav: [
      { text: 'Guide', link: '/guide/quick-start' },
      { text: 'Cookbook', link: '/guide/cookbook' },
      { text: 'Javadoc', link: '/javadoc/index.html', target: '_self' },
      { text: 'Benchmarks', link: '/benchmarks' },
    ],
    sidebar: [
      { text: 'Start', items: [{ text: 'What it is', link: '/' }, ...guide('quick-start', 'first-steps', 'cookbook', 'examples')] },
      { text: 'Coming from', items: guide('from-c', 'from-nio', 'from-netty') },
      { text: 'Under', items: guide('under', 'java-net', 'netty', 'aeron', 'systemd', 'kernel-bypass') },
      { text: 'Topics', items: guide('event-loop', 'batches', 'error-queue', 'handover') },
      { text: 'Look up', items: [...guide('options', 'errors', 'settings', 'platforms'), { text: 'Changes', link: '/changelog' }] },
      { text: 'Speed', items: [...guide('tuning', 'measuring', 'seeing'), ...items('benchmarks.md')] },
      {
        text: 'How it is built',
        collapsed: true,
        items: [
          ...items('architecture.md', 'rows.md'),
          { text: 'Contributing', link: '/contributing' },
          { text: 'Vulnerabilities', link: '/security' },
        ],
      },
      { text: 'Decisions', collapsed: true, items: [{ text: 'All', link: '/adr/' }, ...folder('adr')] },
      { text: 'Measured', collapsed: true, items: [{ text: 'All', link: '/lab/' }, ...folder('lab')] },
    ],
  },
})
