// Writes the pages of the site to .build/src. The Markdown of the repository is written for GitHub: this script moves
// the Chinese pages to zh/, changes links to the paths of the site, and turns marked groups of code blocks into tabs.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, posix, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const repository = resolve(here, '../..')
const target = join(here, '.build/src')

// The URL of the repository, such as https://github.com/owner/name. Without it, pages have no links to source files.
export const repositoryUrl = (process.env.DOCS_REPOSITORY ?? '').replace(/\/$/, '')
export const branch = process.env.DOCS_BRANCH ?? 'main'

// Markdown outside of docs that is part of the site.
const others = {
  'CHANGELOG.md': 'changelog.md',
  'SECURITY.md': 'security-policy.md',
  'benchmarks/README.md': 'benchmarks.md'
}

// Returns the files of the repository that are pages, and the path of each page in the site.
export function sources() {
  const pages = new Map(Object.entries(others))
  for (const name of readdirSync(join(repository, 'docs')).filter((file) => file.endsWith('.md')).sort()) {
    pages.set('docs/' + name, name.endsWith('.zh-CN.md') ? 'zh/' + name.replace('.zh-CN', '') : name)
  }
  return pages
}

const pages = sources()
const translated = new Set([...pages.values()].filter((page) => page.startsWith('zh/')))

// Returns the path of a page in a language. A page without a translation is shown in English.
export function localized(page, chinese, anchor) {
  if (!chinese || page.startsWith('zh/')) {
    return page
  }
  return anchor && translated.has('zh/' + page) ? page : 'zh/' + page
}

export const read = (file) => readFileSync(join(repository, file), 'utf8')

const NOT_TRANSLATED = '::: info\n本页尚无中文版，以下为英文原文。\n:::\n\n'

// Returns the target of a link in the site, or null if the site does not contain it.
function siteLink(source, link, chinese) {
  if (/^([a-z]+:|#)/.test(link)) {
    return link
  }
  const [path, anchor] = link.split('#')
  const file = posix.normalize(posix.join(posix.dirname(source), path)).replace(/\/$/, '')
  const hash = anchor ? '#' + anchor : ''
  const page = pages.get(file) ?? pages.get(file + '/README.md') ?? readme(file)
  if (page) {
    return '/' + localized(page, chinese, anchor) + hash
  }
  if (!repositoryUrl) {
    return null
  }
  const kind = statSync(join(repository, file)).isDirectory() ? 'tree' : 'blob'
  return `${repositoryUrl}/${kind}/${branch}/${file}${hash}`
}

// Returns the page that replaces a README: the index of the documentation.
function readme(file) {
  return { 'README.md': 'index.md', 'README.zh-CN.md': 'zh/index.md' }[file]
}

// The text may contain line breaks, since the text of a link can extend over two lines.
function links(text, source, chinese) {
  return text
    .replace(/(!?)\[((?:`[^`]*`|[^\]`])*)\]\(([^)\s]+)\)/g, (whole, image, label, link) => {
      if (image) {
        return `![${label}](${link.startsWith('images/') ? '/' + link : link})`
      }
      const to = siteLink(source, link, chinese)
      return to === null ? label : `[${label}](${to})`
    })
}

function convert(source, chinese) {
  const output = []
  let paragraph = []
  let fence = null
  function endParagraph() {
    if (paragraph.length > 0) {
      output.push(links(paragraph.join('\n'), source, chinese))
      paragraph = []
    }
  }
  for (const line of read(source).split('\n')) {
    const mark = line.match(/^\s*(```+)/)
    const text = fence === null && !mark
    if (mark && fence === null) {
      fence = mark[1]
    } else if (mark && line.trim() === fence) {
      fence = null
    }
    if (text && line.trim() !== '') {
      paragraph.push(...textLine(line))
    } else {
      endParagraph()
      output.push(line)
    }
  }
  endParagraph()
  return output.join('\n')
}

// Returns the lines that replace a line of text: none for marks that the site does not need.
function textLine(line) {
  switch (line.trim()) {
    case '<!-- tabs -->':
      return [line.replace('<!-- tabs -->', '::: code-group')]
    case '<!-- end of tabs -->':
      return [line.replace('<!-- end of tabs -->', ':::')]
    default:
      return /^<!-- (snippet|translates|table|\/table)/.test(line) || isLanguageLink(line) ? [] : [line]
  }
}

// Links to the other language are left out, since the site has a menu for it.
function isLanguageLink(line) {
  return /^\[(English|中文|简体中文)\]\([\w.-]+\.md\)$/.test(line)
}

function frontMatter(source) {
  const values = [`source: ${source}`]
  if (repositoryUrl) {
    values.push(`editUrl: ${repositoryUrl}/edit/${branch}/${source}`)
  }
  const home = source.match(/^docs\/index(\.zh-CN)?\.md$/)
  if (home) {
    values.push(read(`docs/site/home${home[1] ?? ''}.yml`).trim())
  }
  return `---\n${values.join('\n')}\n---\n\n`
}

function writePage(page, text) {
  const file = join(target, page)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

function write() {
  rmSync(target, { recursive: true, force: true })
  for (const [source, page] of pages) {
    const chinese = page.startsWith('zh/')
    writePage(page, frontMatter(source) + convert(source, chinese))
    if (!chinese && !translated.has('zh/' + page)) {
      writePage('zh/' + page, frontMatter(source) + NOT_TRANSLATED + convert(source, true))
    }
  }
  cpSync(join(repository, 'docs/images'), join(target, 'public/images'), { recursive: true })
  cpSync(join(repository, 'samples/playground/src/main/resources/static/icon.svg'), join(target, 'public/icon.svg'))
  console.log(`${pages.size} pages, ${translated.size} of them in Chinese`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  write()
}
