// node links.mjs SITE BASE: each link of the built site leads to a file of it, and each #name to an element. VitePress looks at links before it
// has moved pages, and not into the Javadoc. Links to other sites are not followed.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const [site, base] = process.argv.slice(2)
const pages = new Map()
for (const file of readdirSync(site, { recursive: true }).filter((f) => f.endsWith('.html'))) {
  const values = (name) => [...html.matchAll(new RegExp(`<[^>]*\\s(?:${name})="([^"]*)"`, 'g'))].map((m) => m[1].replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'))
  const html = readFileSync(join(site, file), 'utf8').replace(/<(script|style)\b[^>]*>.*?<\/\1>/gs, '')
  pages.set(file, { links: [...values('href'), ...values('src')], names: new Set([...values('id'), ...values('name')]) })
}

/** The file of a path, as a server finds it. */
const file = (path) => [path, path + '.html', join(path, 'index.html')].find((f) => existsSync(join(site, f)) && statSync(join(site, f)).isFile())

let links = 0
const dead = []
for (const [page, { links: all }] of pages) {
  for (const link of all) {
    const url = new URL(link, `http://site${base}${page}`)
    if (url.host !== 'site' || !url.protocol.startsWith('http')) continue
    links++
    const path = decodeURIComponent(url.pathname)
    const found = path.startsWith(base) && file(path.slice(base.length))
    const name = decodeURIComponent(url.hash.slice(1))
    if (!found || (name && pages.has(found) && !pages.get(found).names.has(name))) dead.push(`${page}: ${link}`)
  }
}
dead.forEach((link) => console.error(`site: a dead link: ${link}`))
if (dead.length || links < 1000) process.exit(1)
console.log(`site: ${links} links on ${pages.size} pages`)
