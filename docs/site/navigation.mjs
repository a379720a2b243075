// The navigation is that of docs/index.md and docs/index.zh-CN.md, which list all pages.
import { localized, read, sources } from './pages.mjs'

const pages = sources()

// Returns the sections of an index with the pages that its entries link to.
function sections(index) {
  const chinese = index.includes('.zh-CN.')
  const result = []
  for (const line of read(index).replace(/\n  +/g, ' ').split('\n')) {
    const heading = line.match(/^## (.+)$/)
    if (heading) {
      result.push({ text: heading[1], collapsed: false, items: [] })
    } else if (/^(\d+\.|-) /.test(line) && result.length) {
      for (const [, text, file] of line.matchAll(/\[([^\]]+)\]\(([^)#]+\.md)\)/g)) {
        const page = pages.get(new URL(file, 'file:/docs/').pathname.slice(1))
        if (page && page !== 'index.md') {
          result.at(-1).items.push({ text, link: '/' + localized(page, chinese) })
        }
      }
    }
  }
  return result.filter((section) => section.items.length)
}

function unique(navigation) {
  const seen = new Set()
  for (const section of navigation) {
    section.items = section.items.filter(({ link }) => !seen.has(link) && seen.add(link))
  }
  return navigation
}

export const english = unique(sections('docs/index.md'))
export const chinese = unique(sections('docs/index.zh-CN.md'))
export const version = read('pom.xml').match(/<artifactId>qhaigc-gemini-spring-ai-parent<\/artifactId>\s*<version>([^<]+)/)[1]
