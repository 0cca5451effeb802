"""Reusable rules: each looks at a case and objects in words, or says nothing.

The same words are shown on the page, given with the refusal and written to the audit trail. A rule that rests on
a provision or a case names it; the others are good practice from the domain reference.
"""
