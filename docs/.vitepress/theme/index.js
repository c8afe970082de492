// VitePress's own theme, with more room for tables and programs.
import theme from 'vitepress/theme'
import './style.css'

export default theme
